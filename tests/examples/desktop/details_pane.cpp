#include "details_pane.hpp"

#include <QFontDatabase>
#include <QLabel>
#include <QPlainTextEdit>
#include <QScrollBar>
#include <QVBoxLayout>

#include "json_highlighter.hpp"

using namespace Qt::StringLiterals;

namespace desktop {
namespace {

QLabel* label_that_wraps(Qt::TextFormat format) {
  auto* const label = new QLabel;
  label->setTextFormat(format);
  label->setWordWrap(true);
  label->setTextInteractionFlags(Qt::TextSelectableByMouse);
  label->setSizePolicy(QSizePolicy::Ignored, QSizePolicy::Preferred);  // whatever is in it
  return label;
}

QString table_of(const std::vector<std::pair<QString, QString>>& facts, const QColor& quiet) {
  QString table = u"<table cellspacing='0' cellpadding='2'>"_s;
  for (const auto& [name, value] : facts) {
    table += u"<tr><td style='color: %1; padding-right: 12px'>%2</td><td>%3</td></tr>"_s.arg(
        quiet.name(), name.toHtmlEscaped(), value.toHtmlEscaped());
  }
  return table + u"</table>"_s;
}

}  // namespace

DetailsPane::DetailsPane(QWidget* parent)
    : QWidget(parent),
      name_(label_that_wraps(Qt::PlainText)),
      description_(label_that_wraps(Qt::PlainText)),
      facts_(label_that_wraps(Qt::RichText)),
      json_(new QPlainTextEdit) {
  auto font = name_->font();
  font.setPointSizeF(font.pointSizeF() * 1.4);
  font.setBold(true);
  name_->setFont(font);
  name_->setObjectName(u"record_name"_s);
  facts_->setObjectName(u"record_facts"_s);
  json_->setObjectName(u"record_json"_s);
  json_->setAccessibleName(u"The record as JSON"_s);
  json_->setReadOnly(true);
  json_->setLineWrapMode(QPlainTextEdit::WidgetWidth);
  json_->setFont(QFontDatabase::systemFont(QFontDatabase::FixedFont));
  new JsonHighlighter(json_->document());

  auto* const layout = new QVBoxLayout(this);
  layout->setContentsMargins(8, 4, 4, 4);
  layout->setSpacing(8);
  for (auto* const label : {name_, description_, facts_}) layout->addWidget(label);
  layout->addWidget(json_, 1);
  name_->setText(u"Nothing is selected"_s);
  description_->setText(u"Select a group or a model to see all that is known of it."_s);
  facts_->hide();
  json_->hide();
}

void DetailsPane::show_details(const RecordDetails& details, bool is_another) {
  name_->setText(details.is_there ? details.name.left(200) : u"It is gone"_s);
  description_->setText(details.is_there ? details.description
                                         : u"Somebody has deleted it meanwhile."_s);
  description_->setVisible(!description_->text().isEmpty());
  facts_->setText(table_of(details.facts, palette().color(QPalette::PlaceholderText)));
  facts_->setVisible(!details.facts.empty());
  const auto place = json_->verticalScrollBar()->value();
  json_->setPlainText(details.json);
  json_->setVisible(!details.json.isEmpty());
  if (!is_another) json_->verticalScrollBar()->setValue(place);
}

}  // namespace desktop
