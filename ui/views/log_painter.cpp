#include "ui/views/log_painter.h"

#include <QPainter>
#include <QtMath>

#include "ui/common/theme.h"
#include "ui/models/payload_gist.h"
#include "ui/views/display_text.h"
#include "ui/views/id_color.h"

namespace parley::ui {
namespace {

constexpr int kCellMargin = 8; // left and right of a cell's text, pixels
constexpr double kRowSpacing = 0.42; // of a line, between two lines
constexpr double kSelectionShare = 0.20; // the text keeps its own colours on it
constexpr double kMarkerShare = 0.10;
constexpr int kWordsGap = 14; // between the words of a message and its envelope, pixels
constexpr int kLeastRest = 3; // heights of a letter; less of an envelope says nothing
constexpr qsizetype kPreviewBytes = 60; // of binary

} // namespace

LogPainter::LogPainter(const QFont &font, const QPalette &palette) :
    m_font(font), m_palette(palette), m_metrics(font), m_ascii(font)
{
    m_rowHeight = qRound(m_metrics.height() * (1 + kRowSpacing));
    m_ascent = qRound((m_rowHeight - m_metrics.height()) / 2 + m_metrics.ascent());
    const auto base = palette.color(QPalette::Base);
    m_muted = themeColors(palette).muted;
    m_warning = themeColors(palette).warning;
    m_selected = blended(base, palette.color(QPalette::Highlight), kSelectionShare);
}

QFont LogPainter::monospaced(const QFont &like)
{
    return fixedFont(like);
}

void LogPainter::paint(QPainter &painter, const Scene &scene)
{
    painter.setFont(m_font);
    const auto &shown = scene.window.shown();
    const auto bottom = scene.area.bottom();
    for (quint64 i = 0; scene.window.top() + i < shown.count(); ++i) {
        const int y = int(i) * m_rowHeight;
        if (y > bottom)
            break;
        const auto number = shown.at(scene.window.top() + i);
        if (const auto row = scene.window.rows().row(number))
            paintRow(painter, scene, *row, y);
    }
    m_ascii.flush(painter);
    paintFocus(painter, scene);
}

void LogPainter::paintRow(QPainter &painter, const Scene &scene, const LogRowView &row, int y)
{
    if (scene.cursor.selection().contains(row.number))
        painter.fillRect(0, y, scene.area.width(), m_rowHeight, m_selected);
    if (row.kind != LogRowKind::Message) {
        paintMarker(painter, scene, row, y);
        return;
    }
    const auto section = [&scene](LogColumn column) { return scene.sections[std::size_t(column)]; };
    const auto inner = [](const Section &at) { return double(at.width - 2 * kCellMargin); };
    const auto time = section(LogColumn::Time);
    m_ascii.add(scene.cells.time(row.timeMs), {double(time.x + kCellMargin), baseline(y)},
                inner(time), m_muted);
    const auto topic = LogCells::topic(row);
    paintText(painter, topic, section(LogColumn::Topic), y, topicColor(topic));
    for (const auto column : {LogColumn::Position, LogColumn::Bytes}) {
        const auto at = section(column);
        const auto text = column == LogColumn::Bytes ? QByteArray::number(row.payloadBytes)
                                                     : LogCells::position(row);
        m_ascii.addRight(text, at.x + at.width - kCellMargin, baseline(y), inner(at), m_muted);
    }
    if (!row.publisherId.isEmpty())
        paintText(painter, displayLine(row.publisherId, kMaxCellLength).text,
                  section(LogColumn::Publisher), y, m_palette.color(QPalette::Text));
    paintPayload(painter, row, section(LogColumn::Payload), y);
}

void LogPainter::paintPayload(QPainter &painter, const LogRowView &row, const Section &section,
                              int y)
{
    const auto text = m_palette.color(QPalette::Text);
    if (row.binary) {
        const auto hex = displayHex(row.payload, kPreviewBytes);
        paintText(painter,
                  LogCells::tr("binary") + QStringLiteral("  ") + hex.text
                      + (hex.cut ? QStringLiteral("…") : QString()),
                  section, y, m_muted);
        return;
    }
    // No letter is narrower than a third of the font's height, so what cannot be seen is not read.
    const auto visible
        = qMin(kMaxCellLength, qsizetype(3 * section.width / m_metrics.height()) + 2);
    const auto words = displayLine(payloadText(row.payload, visible), visible);
    if (words.text.isEmpty()) {
        paintRaw(painter, row, section, y, visible, text);
        return;
    }
    // What somebody said first, then the envelope that it came in.
    paintText(painter, words.text, section, y, text);
    const int used = kWordsGap
        + qCeil(isPrintableAscii(QStringView(words.text))
                    ? m_ascii.width(words.text.toLatin1())
                    : m_metrics.horizontalAdvance(words.text));
    const Section rest{section.x + used, section.width - used};
    if (rest.width > kLeastRest * m_metrics.height())
        paintRaw(painter, row, rest, y, visible, m_muted);
}

void LogPainter::paintRaw(QPainter &painter, const LogRowView &row, const Section &section, int y,
                          qsizetype visible, const QColor &color)
{
    const auto part = row.payload.first(qMin(row.payload.size(), visible));
    if (isPrintableAscii(part)) {
        m_ascii.add(part, {double(section.x + kCellMargin), baseline(y)},
                    section.width - 2 * kCellMargin, color, part.size() < row.payload.size());
        return;
    }
    const auto line = displayLine(row.payload, visible);
    paintText(painter, line.cut ? line.text + QChar(0x2026) : line.text, section, y, color);
}

void LogPainter::paintText(QPainter &painter, const QString &text, const Section &section, int y,
                           const QColor &color)
{
    const double width = section.width - 2 * kCellMargin;
    const QPointF at(section.x + kCellMargin, baseline(y));
    if (isPrintableAscii(QStringView(text))) {
        m_ascii.add(text.toLatin1(), at, width, color);
        return;
    }
    painter.save();
    // Marks and scripts of other fonts may be taller than a row: they end at its edges.
    painter.setClipRect(QRectF(at.x(), y, width, m_rowHeight));
    painter.setPen(color);
    painter.setLayoutDirection(Qt::LeftToRight);
    painter.drawText(at, m_metrics.elidedText(text, Qt::ElideRight, width));
    painter.restore();
}

void LogPainter::paintMarker(QPainter &painter, const Scene &scene, const LogRowView &row,
                             int y) const
{
    const auto base = m_palette.color(QPalette::Base);
    const QRect line(0, y, scene.area.width(), m_rowHeight);
    painter.fillRect(line, blended(base, m_warning, kMarkerShare));
    const auto text = displayLine(scene.cells.marker(row), kMaxCellLength).text;
    const auto width
        = qMin(int(m_metrics.horizontalAdvance(text)) + 4 * kCellMargin, scene.area.width());
    const int left = (scene.area.width() - width) / 2;
    const int middle = y + m_rowHeight / 2;
    painter.setPen(QPen(m_warning, 1, Qt::DotLine));
    painter.drawLine(kCellMargin, middle, left, middle);
    painter.drawLine(left + width, middle, scene.area.width() - kCellMargin, middle);
    painter.setPen(m_warning);
    painter.drawText(QRect(left, y, width, m_rowHeight), Qt::AlignCenter, text);
}

void LogPainter::paintFocus(QPainter &painter, const Scene &scene) const
{
    const auto position = scene.window.shown().positionOf(scene.cursor.current());
    if (!position || *position < scene.window.top()
        || *position > scene.window.top() + scene.window.pageRows())
        return;
    const int y = int(*position - scene.window.top()) * m_rowHeight;
    const auto color
        = scene.focused ? m_palette.color(QPalette::Highlight) : themeColors(m_palette).line;
    painter.setPen(color);
    painter.setBrush(Qt::NoBrush);
    painter.drawRect(0, y, scene.area.width() - 1, m_rowHeight - 1);
}

void LogPainter::paintEmpty(QPainter &painter, const QRect &area, const QString &text) const
{
    painter.setPen(m_muted);
    painter.drawText(area.adjusted(24, 24, -24, -24), Qt::AlignCenter | Qt::TextWordWrap, text);
}

void LogPainter::paintChip(QPainter &painter, const QRect &area, const QString &text) const
{
    const QFontMetrics metrics(painter.font());
    QRect chip(0, 0, metrics.horizontalAdvance(text) + 20, metrics.height() + 6);
    chip.moveBottomRight(area.bottomRight() - QPoint(8, 8));
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(themeColors(m_palette).line);
    painter.setBrush(themeColors(m_palette).raised);
    painter.drawRoundedRect(QRectF(chip).adjusted(0.5, 0.5, -0.5, -0.5), chip.height() / 2.0,
                            chip.height() / 2.0);
    painter.setPen(m_warning);
    painter.drawText(chip, Qt::AlignCenter, text);
}

QColor LogPainter::topicColor(const QString &topic)
{
    const auto known = m_topicColors.constFind(topic);
    if (known != m_topicColors.cend())
        return *known;
    if (m_topicColors.size() >= kMaxTopicColors)
        m_topicColors.clear();
    // Readable on a selected row is readable on a plain one too: the selection is the nearer shade.
    return *m_topicColors.insert(topic, textColorFor(topic, m_selected));
}

} // namespace parley::ui
