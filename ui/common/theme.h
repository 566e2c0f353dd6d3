#pragma once

#include <QColor>
#include <QFont>
#include <QPalette>

namespace parley::ui {

enum class ThemeChoice { System, Light, Dark };

// Colours with a meaning, beside the roles of QPalette. Contrast on the page's background is at
// least 4.5 for all of them, selected rows included (tests/ui/common/tst_theme).
struct ThemeColors {
    QColor accent;
    QColor good;
    QColor warning;
    QColor bad;
    QColor muted; // second-rank text
    QColor line; // borders and separators; not for text
    QColor raised; // surface of cards and bars
    QColor selected; // surface of a chosen row; text on it keeps its own colour
};

// Thread: GUI. Both palettes set every role that Fusion reads, the disabled group included.
QPalette themePalette(bool dark);
const ThemeColors &themeColors(bool dark);
const ThemeColors &themeColors(const QPalette &palette); // of the theme that palette belongs to
bool isDark(const QPalette &palette);

//! Sets style, palette and style sheet of the application. System follows the desktop's setting
//! where one can be read, else light.
void applyTheme(ThemeChoice choice);

//! Once, before the first window: fonts with colour emoji behind the text font.
void applyFonts();

//! Letters of one width, a little smaller than \p like so that a line looks as high beside it.
QFont fixedFont(const QFont &like);

} // namespace parley::ui
