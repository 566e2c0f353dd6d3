#pragma once

#include <QList>
#include <QString>

namespace parley::ui {

struct DifferenceLine {
    enum class Kind { Same, Removed, Added };
    Kind kind = Kind::Same;
    QString text{};

    friend bool operator==(const DifferenceLine &, const DifferenceLine &) = default;
};

//! What leads from \p before to \p after, line by line, with the fewest changes. Of texts with more
//! than kMaxDifferenceLines the rest is left out. Thread: any.
QList<DifferenceLine> lineDifference(const QString &before, const QString &after);
inline constexpr qsizetype kMaxDifferenceLines = 1000; // a table of 1,000 x 1,000: 2 MB, 5 ms

} // namespace parley::ui
