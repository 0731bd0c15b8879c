#pragma once

#include <QSyntaxHighlighter>
#include <QTextCharFormat>

namespace desktop {

/// Colours the names, texts and other values of indented JSON.
class JsonHighlighter : public QSyntaxHighlighter {
  Q_OBJECT

 public:
  explicit JsonHighlighter(QTextDocument* document);

 protected:
  void highlightBlock(const QString& line) override;

 private:
  QTextCharFormat name_;
  QTextCharFormat text_;
  QTextCharFormat value_;
};

}  // namespace desktop
