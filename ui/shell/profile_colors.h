#pragma once

#include <QColor>
#include <QIcon>

class QComboBox;

namespace parley::ui {

// Colours that tell profiles apart, beside their names: never the only sign. Thread: GUI.
QColor profileColor(const QString &color, bool dark); // invalid for ""
QString profileColorName(const QString &color); // for people
QIcon profileIcon(const QString &color, bool dark); // a disc
void fillProfileColors(QComboBox &box, const QString &chosen); // the data are the words

} // namespace parley::ui
