#include "ui/shell/profile_colors.h"

#include <QComboBox>
#include <QCoreApplication>
#include <QPainter>
#include <QPixmap>

#include "ui/common/theme.h"
#include "ui/shell/profile.h"

namespace parley::ui {
namespace {

struct Shades {
    const char *word;
    const char *name;
    QRgb light; // at least 3 to 1 on the window of its theme: what a sign without text needs
    QRgb dark; // (WCAG 2.2, 1.4.11)
};
constexpr Shades kShades[] = {
    {"blue", QT_TRANSLATE_NOOP("Profile", "Blue"), 0xff1d6fd1, 0xff6aaefc},
    {"green", QT_TRANSLATE_NOOP("Profile", "Green"), 0xff1c7f3f, 0xff57c27d},
    {"amber", QT_TRANSLATE_NOOP("Profile", "Amber"), 0xff9a6200, 0xffe2a63a},
    {"red", QT_TRANSLATE_NOOP("Profile", "Red"), 0xffc0392b, 0xfff0766a},
    {"violet", QT_TRANSLATE_NOOP("Profile", "Violet"), 0xff7a3fc4, 0xffb48af0},
};

const Shades *shadesOf(const QString &color)
{
    for (const Shades &shades : kShades)
        if (color == QLatin1String(shades.word))
            return &shades;
    return nullptr;
}

} // namespace

QColor profileColor(const QString &color, bool dark)
{
    const Shades *shades = shadesOf(color);
    return shades ? QColor::fromRgb(dark ? shades->dark : shades->light) : QColor();
}

QString profileColorName(const QString &color)
{
    const Shades *shades = shadesOf(color);
    return QCoreApplication::translate(
        "Profile", shades ? shades->name : QT_TRANSLATE_NOOP("Profile", "None"));
}

QIcon profileIcon(const QString &color, bool dark)
{
    constexpr int kSize = 32; // scaled down by whoever shows it
    QPixmap picture(kSize, kSize);
    picture.fill(Qt::transparent);
    QPainter painter(&picture);
    painter.setRenderHint(QPainter::Antialiasing);
    painter.setPen(Qt::NoPen);
    if (const QColor shade = profileColor(color, dark); shade.isValid())
        painter.setBrush(shade);
    else
        painter.setBrush(themeColors(dark).line);
    painter.drawEllipse(picture.rect().adjusted(4, 4, -4, -4));
    return QIcon(picture);
}

void fillProfileColors(QComboBox &box, const QString &chosen)
{
    const bool dark = isDark(box.palette());
    box.addItem(profileIcon({}, dark), profileColorName({}), QString());
    for (const QString &color : profileColors())
        box.addItem(profileIcon(color, dark), profileColorName(color), color);
    box.setCurrentIndex(std::max(0, box.findData(chosen)));
}

} // namespace parley::ui
