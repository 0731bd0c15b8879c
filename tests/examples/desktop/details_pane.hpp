#pragma once

#include <QWidget>

#include "record_details.hpp"

class QLabel;
class QPlainTextEdit;

namespace desktop {

/// Shows one record: its name, some facts, and all of it as JSON.
class DetailsPane : public QWidget {
  Q_OBJECT

 public:
  explicit DetailsPane(QWidget* parent = nullptr);

  /// `is_another`: not the one that stands there. If it is the same, one goes on to see the place
  /// that one saw.
  void show_details(const RecordDetails& details, bool is_another);

 private:
  QLabel* name_;
  QLabel* description_;
  QLabel* facts_;
  QPlainTextEdit* json_;
};

}  // namespace desktop
