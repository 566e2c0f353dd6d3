#include "ui/common/theme.h"

#include <QApplication>
#include <QDBusConnection>
#include <QDBusMessage>
#include <QDBusVariant>
#include <QFile>
#include <QFont>
#include <QFontDatabase>
#include <QFontInfo>
#include <QStyleFactory>

namespace parley::ui {
namespace {

struct Shades {
    const char *window;
    const char *base;
    const char *alternate;
    const char *button;
    const char *text;
    const char *placeholder;
    const char *disabled;
    const char *toolTip;
    const char *onAccent; // text on the accent colour
};
constexpr Shades kLight{"#f5f6f8", "#ffffff", "#f7f8fa", "#ffffff", "#1b1f24",
                        "#5c6570", "#9aa1ab", "#1b1f24", "#ffffff"};
constexpr Shades kDark{"#15171c", "#1b1e25", "#1f222a", "#262a33", "#e6e8ec",
                       "#8b94a3", "#636b78", "#2d323d", "#0d1017"};

QColor color(const char *name)
{
    return QColor(QLatin1String(name));
}

// The desktop's wish through the settings portal (QStyleHints::colorScheme needs Qt 6.5).
// One bounded call on the session bus; anything unexpected means light.
bool desktopPrefersDark()
{
    if (qEnvironmentVariableIsEmpty("DBUS_SESSION_BUS_ADDRESS"))
        return false;
    auto question = QDBusMessage::createMethodCall(
        QStringLiteral("org.freedesktop.portal.Desktop"),
        QStringLiteral("/org/freedesktop/portal/desktop"),
        QStringLiteral("org.freedesktop.portal.Settings"), QStringLiteral("Read"));
    question << QStringLiteral("org.freedesktop.appearance") << QStringLiteral("color-scheme");
    constexpr int kPatienceMs = 100; // the window must not wait for a portal that hangs
    const auto answer = QDBusConnection::sessionBus().call(question, QDBus::Block, kPatienceMs);
    if (answer.type() != QDBusMessage::ReplyMessage || answer.arguments().isEmpty())
        return false;
    QVariant value = answer.arguments().constFirst();
    while (value.canConvert<QDBusVariant>())
        value = value.value<QDBusVariant>().variant();
    return value.toUInt() == 1;
}

QString styleSheet(bool dark)
{
    QFile file(QStringLiteral(":/parley/styles/parley.qss"));
    if (!file.open(QIODevice::ReadOnly))
        return {};
    auto text = QString::fromUtf8(file.readAll());
    const auto &colors = themeColors(dark);
    const auto &shades = dark ? kDark : kLight;
    const QPair<const char *, QColor> words[] = {{"@accent@", colors.accent},
                                                 {"@line@", colors.line},
                                                 {"@muted@", colors.muted},
                                                 {"@raised@", colors.raised},
                                                 {"@bad@", colors.bad},
                                                 {"@selected@", colors.selected},
                                                 {"@window@", color(shades.window)},
                                                 {"@base@", color(shades.base)},
                                                 {"@text@", color(shades.text)},
                                                 {"@button@", color(shades.button)},
                                                 {"@onAccent@", color(shades.onAccent)},
                                                 {"@disabled@", color(shades.disabled)}};
    for (const auto &[word, value] : words)
        text.replace(QLatin1String(word), value.name());
    // Paddings are not mirrored with the window.
    const bool isMirrored = QGuiApplication::isRightToLeft();
    text.replace(QLatin1String("@end@"), QLatin1String(isMirrored ? "left" : "right"));
    text.replace(QLatin1String("@start@"), QLatin1String(isMirrored ? "right" : "left"));
    return text.replace(QLatin1String("@theme@"), QLatin1String(dark ? "dark" : "light"));
}

} // namespace

const ThemeColors &themeColors(bool dark)
{
    static const ThemeColors light{color("#3050c8"), color("#1a7436"), color("#855400"),
                                   color("#c0242c"), color("#59626d"), color("#d9dde3"),
                                   color("#ffffff"), color("#e1e8fb")};
    static const ThemeColors night{color("#93abff"), color("#4fc48c"), color("#e3ab45"),
                                   color("#ff8379"), color("#9ba5b4"), color("#343a46"),
                                   color("#1f232b"), color("#2b3350")};
    return dark ? night : light;
}

const ThemeColors &themeColors(const QPalette &palette)
{
    return themeColors(isDark(palette));
}

bool isDark(const QPalette &palette)
{
    return palette.color(QPalette::Window).lightness() < 128;
}

QPalette themePalette(bool dark)
{
    const auto &shades = dark ? kDark : kLight;
    const auto &colors = themeColors(dark);
    QPalette palette;
    const auto set = [&palette](QPalette::ColorRole role, const QColor &value) {
        palette.setColor(QPalette::All, role, value);
    };
    set(QPalette::Window, color(shades.window));
    set(QPalette::Base, color(shades.base));
    set(QPalette::AlternateBase, color(shades.alternate));
    set(QPalette::Button, color(shades.button));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        set(role, color(shades.text));
    set(QPalette::BrightText, colors.bad);
    set(QPalette::PlaceholderText, color(shades.placeholder));
    set(QPalette::ToolTipBase, color(shades.toolTip));
    set(QPalette::ToolTipText, color("#f2f4f7"));
    set(QPalette::Highlight, colors.accent);
    set(QPalette::HighlightedText, color(shades.onAccent));
    set(QPalette::Link, colors.accent);
    set(QPalette::LinkVisited, colors.accent);
    set(QPalette::Light, color(shades.base));
    set(QPalette::Midlight, color(shades.alternate));
    set(QPalette::Mid, colors.line);
    set(QPalette::Dark, colors.line.darker(dark ? 130 : 115));
    set(QPalette::Shadow, QColor(0, 0, 0, dark ? 160 : 70));
    for (const auto role : {QPalette::WindowText, QPalette::Text, QPalette::ButtonText})
        palette.setColor(QPalette::Disabled, role, color(shades.disabled));
    palette.setColor(QPalette::Disabled, QPalette::Highlight, colors.line);
    palette.setColor(QPalette::Disabled, QPalette::HighlightedText, color(shades.disabled));
    return palette;
}

void applyTheme(ThemeChoice choice)
{
    const bool dark
        = choice == ThemeChoice::Dark || (choice == ThemeChoice::System && desktopPrefersDark());
    QApplication::setStyle(QStyleFactory::create(QStringLiteral("Fusion")));
    QApplication::setPalette(themePalette(dark));
    qApp->setStyleSheet(styleSheet(dark));
}

void applyFonts()
{
    auto font = QApplication::font();
    font.setFamilies({QStringLiteral("Noto Sans"), QStringLiteral("Noto Color Emoji")});
    font.setPointSizeF(10);
    QApplication::setFont(font);
}

QFont fixedFont(const QFont &like)
{
    auto font = QFontDatabase::systemFont(QFontDatabase::FixedFont);
    font.setPointSizeF(like.pointSizeF() > 0 ? like.pointSizeF() - 0.5 : 9.5);
    // The family that "monospace" stands for: behind a name that is no family, the emoji font would
    // be the first that exists and would draw the digits.
    font.setFamilies({QFontInfo(font).family(), QStringLiteral("Noto Color Emoji")});
    return font;
}

} // namespace parley::ui
