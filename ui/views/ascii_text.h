#pragma once

#include <array>
#include <vector>

#include <QByteArrayView>
#include <QColor>
#include <QFont>
#include <QPointF>
#include <QRawFont>

class QPainter;

namespace parley::ui {

// Draws plain ASCII without shaping it: one glyph run per colour and frame instead of one layout
// per cell. Shaping is nine tenths of the cost of a text table. Thread: GUI.
class AsciiText
{
public:
    explicit AsciiText(const QFont &font);

    double width(QByteArrayView text) const; // printable ASCII only
    //! Notes \p text for the next flush(), cut with an ellipsis to \p width; \p more: there is more
    //! text, so that the ellipsis is due in any case.
    void add(QByteArrayView text, QPointF baseline, double width, const QColor &color,
             bool more = false);
    //! The same, its right end at \p right.
    void addRight(QByteArrayView text, double right, double y, double width, const QColor &color);
    void flush(QPainter &painter);

private:
    struct Run {
        QRgb color = 0;
        std::vector<quint32> glyphs{};
        std::vector<QPointF> positions{};
    };
    static constexpr int kFirst = 0x20;
    static constexpr std::size_t kEllipsis = 95;

    static std::size_t slot(char c) { return std::size_t(c - kFirst); }
    Run &run(const QColor &color);
    void addEllipsis(Run &target, std::size_t begin, double x, QPointF baseline,
                     double width) const;

    QRawFont m_font;
    std::array<quint32, 96> m_glyphs{}; // 0x20 to 0x7E, then the ellipsis
    std::array<double, 96> m_advances{};
    std::vector<Run> m_runs;
};

} // namespace parley::ui
