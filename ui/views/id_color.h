#pragma once

#include <QColor>
#include <QStringView>

namespace parley::ui {

//! WCAG 2 contrast ratio of two opaque colours, 1 to 21.
double contrastRatio(const QColor &a, const QColor &b);

//! A colour that is always the same for \p id: text of it on \p background has a contrast of at
//! least 4.5. Ids differ in hue only.
QColor textColorFor(QStringView id, const QColor &background);

//! A background that is always the same for \p id, on which white text has a contrast of at least
//! 4.5.
QColor fillColorFor(QStringView id);

//! \p over laid on \p under with \p share (0 to 1) of it.
QColor blended(const QColor &under, const QColor &over, double share);

} // namespace parley::ui
