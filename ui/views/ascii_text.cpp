#include "ui/views/ascii_text.h"

#include <QFontMetricsF>
#include <QGlyphRun>
#include <QPainter>

namespace parley::ui {
namespace {

constexpr double kTolerance = 0.01; // pixels; sums of advances are not exact

} // namespace

AsciiText::AsciiText(const QFont &font) : m_font(QRawFont::fromFont(font))
{
    const QFontMetricsF metrics(font);
    QString characters;
    for (std::size_t i = 0; i < kEllipsis; ++i)
        characters += QChar(char16_t(kFirst + int(i)));
    characters += QChar(0x2026);
    const auto glyphs = m_font.glyphIndexesForString(characters);
    for (std::size_t i = 0; i < m_glyphs.size() && qsizetype(i) < glyphs.size(); ++i) {
        m_glyphs[i] = glyphs[qsizetype(i)];
        m_advances[i] = metrics.horizontalAdvance(characters[qsizetype(i)]);
    }
}

double AsciiText::width(QByteArrayView text) const
{
    double sum = 0;
    for (const char c : text)
        sum += m_advances[slot(c)];
    return sum;
}

void AsciiText::add(QByteArrayView text, QPointF baseline, double width, const QColor &color,
                    bool more)
{
    auto &target = run(color);
    const auto begin = target.glyphs.size();
    double x = 0;
    for (const char c : text) {
        const auto advance = m_advances[slot(c)];
        if (x + advance > width + kTolerance) {
            addEllipsis(target, begin, x, baseline, width);
            return;
        }
        if (c != ' ') {
            target.glyphs.push_back(m_glyphs[slot(c)]);
            target.positions.push_back(baseline + QPointF(x, 0));
        }
        x += advance;
    }
    if (more)
        addEllipsis(target, begin, x, baseline, width);
}

void AsciiText::addEllipsis(Run &target, std::size_t begin, double x, QPointF baseline,
                            double width) const
{
    while (target.glyphs.size() > begin && x + m_advances[kEllipsis] > width) {
        x = target.positions.back().x() - baseline.x();
        target.glyphs.pop_back();
        target.positions.pop_back();
    }
    target.glyphs.push_back(m_glyphs[kEllipsis]);
    target.positions.push_back(baseline + QPointF(x, 0));
}

void AsciiText::addRight(QByteArrayView text, double right, double y, double width,
                         const QColor &color)
{
    const auto used = qMin(this->width(text), width);
    add(text, {right - used, y}, used, color);
}

void AsciiText::flush(QPainter &painter)
{
    for (auto &run : m_runs) {
        if (run.glyphs.empty())
            continue;
        QGlyphRun glyphs;
        glyphs.setRawFont(m_font);
        glyphs.setRawData(run.glyphs.data(), run.positions.data(), int(run.glyphs.size()));
        painter.setPen(QColor::fromRgba(run.color));
        painter.drawGlyphRun({}, glyphs);
        run.glyphs.clear(); // the memory stays for the next frame
        run.positions.clear();
    }
}

AsciiText::Run &AsciiText::run(const QColor &color)
{
    const auto wanted = color.rgba();
    for (auto &run : m_runs) {
        if (run.color == wanted)
            return run;
    }
    m_runs.push_back({wanted, {}, {}});
    return m_runs.back();
}

} // namespace parley::ui
