#include "ui/common/buttons.h"

#include "ui/common/icons.h"

namespace parley::ui {
namespace {

QPushButton *button(const QString &text, const char *role, QWidget *parent)
{
    auto *button = new QPushButton(text, parent);
    button->setProperty("role", QLatin1String(role));
    button->setAutoDefault(false);
    return button;
}

} // namespace

QPushButton *primaryButton(const QString &text, QWidget *parent)
{
    auto *primary = button(text, "primary", parent);
    primary->setProperty(kChanges, true);
    return primary;
}

QPushButton *dangerButton(const QString &text, QWidget *parent)
{
    auto *danger = button(text, "danger", parent);
    danger->setProperty(kChanges, true);
    return danger;
}

QPushButton *linkButton(const QString &text, QWidget *parent)
{
    auto *link = button(text, "link", parent);
    link->setCursor(Qt::PointingHandCursor);
    return link;
}

QToolButton *iconButton(const QString &iconName, const QString &what, QWidget *parent,
                        const QKeySequence &shortcut)
{
    auto *button = new QToolButton(parent);
    button->setAccessibleName(what);
    button->setShortcut(shortcut);
    button->setToolTip(shortcut.isEmpty() ? what
                                          : QStringLiteral("%1 (%2)").arg(
                                              what, shortcut.toString(QKeySequence::NativeText)));
    button->setFocusPolicy(Qt::TabFocus);
    button->setProperty(kChanges,
                        iconName == QLatin1String("trash") || iconName == QLatin1String("plus"));
    setThemedIcon(button, iconName);
    return button;
}

} // namespace parley::ui
