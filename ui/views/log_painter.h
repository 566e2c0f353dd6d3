#pragma once

#include <array>

#include <QFont>
#include <QFontMetricsF>
#include <QHash>
#include <QPalette>

#include "ui/views/ascii_text.h"
#include "ui/views/log_cells.h"
#include "ui/views/log_cursor.h"
#include "ui/views/log_window.h"

class QPainter;

namespace parley::ui {

// Paints the rows of a LogWindow. Thread: GUI; rebuilt when font or palette change.
class LogPainter
{
public:
    struct Section {
        int x = 0; // in the viewport
        int width = 0;
    };
    using Sections = std::array<Section, kLogColumns>;
    struct Scene { // borrowed for one paint
        const LogWindow &window;
        const LogCursor &cursor;
        const LogCells &cells;
        Sections sections{};
        QRect area{}; // the viewport
        bool focused = false;
    };

    LogPainter(const QFont &font, const QPalette &palette);

    int rowHeight() const { return m_rowHeight; }
    void paint(QPainter &painter, const Scene &scene);
    void paintEmpty(QPainter &painter, const QRect &area, const QString &text) const;
    void paintChip(QPainter &painter, const QRect &area, const QString &text) const;

    static QFont monospaced(const QFont &like);

private:
    void paintRow(QPainter &painter, const Scene &scene, const LogRowView &row, int y);
    void paintMarker(QPainter &painter, const Scene &scene, const LogRowView &row, int y) const;
    void paintPayload(QPainter &painter, const LogRowView &row, const Section &section, int y);
    void paintRaw(QPainter &painter, const LogRowView &row, const Section &section, int y,
                  qsizetype visible, const QColor &color);
    void paintText(QPainter &painter, const QString &text, const Section &section, int y,
                   const QColor &color);
    void paintFocus(QPainter &painter, const Scene &scene) const;
    QColor topicColor(const QString &topic);
    double baseline(int y) const { return y + m_ascent; }

    static constexpr qsizetype kMaxTopicColors = 1024; // then the cache starts anew
    QFont m_font;
    QPalette m_palette;
    QFontMetricsF m_metrics;
    AsciiText m_ascii;
    int m_rowHeight = 0;
    double m_ascent = 0; // of the baseline below the top of a row
    QColor m_muted;
    QColor m_warning;
    QColor m_selected;
    QHash<QString, QColor> m_topicColors;
};

} // namespace parley::ui
