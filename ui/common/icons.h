#pragma once

#include <QIcon>
#include <QPalette>
#include <QString>

class QAbstractButton;

namespace parley::ui {

//! The icon resources/icons/\p name.svg in the colour \p color, sharp at every scale.
QIcon icon(const QString &name, const QColor &color);
//! In the text colours of \p palette; the checked state in the accent colour.
QIcon icon(const QString &name, const QPalette &palette);

//! Gives \p button its icon, and again whenever the theme changes.
void setThemedIcon(QAbstractButton *button, const QString &name);

} // namespace parley::ui
