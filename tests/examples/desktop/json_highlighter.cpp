#include "json_highlighter.hpp"

#include <QGuiApplication>
#include <QPalette>
#include <QRegularExpression>

using namespace Qt::StringLiterals;

namespace desktop {

JsonHighlighter::JsonHighlighter(QTextDocument* document) : QSyntaxHighlighter(document) {
  const bool is_dark = QGuiApplication::palette().color(QPalette::Base).lightness() < 128;
  name_.setForeground(is_dark ? QColor(0x9c, 0xc4, 0xff) : QColor(0x1d, 0x4f, 0xa3));
  text_.setForeground(is_dark ? QColor(0xa5, 0xd6, 0xa7) : QColor(0x2e, 0x6b, 0x34));
  value_.setForeground(is_dark ? QColor(0xff, 0xb7, 0x74) : QColor(0xa8, 0x4b, 0x00));
}

void JsonHighlighter::highlightBlock(const QString& line) {
  static const QRegularExpression parts(
      uR"re((?<name>"(?:[^"\\]|\\.)*")(?=: )|(?<text>"(?:[^"\\]|\\.)*"?)|(?<value>-?\d[\d.eE+-]*|\btrue\b|\bfalse\b|\bnull\b))re"_s);
  for (auto found = parts.globalMatch(line); found.hasNext();) {
    const auto part = found.next();
    const auto& format = part.hasCaptured(u"name")   ? name_
                         : part.hasCaptured(u"text") ? text_
                                                     : value_;
    setFormat(static_cast<int>(part.capturedStart()), static_cast<int>(part.capturedLength()),
              format);
  }
}

}  // namespace desktop
