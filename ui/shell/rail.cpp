#include "ui/shell/rail.h"

#include <QButtonGroup>
#include <QToolButton>
#include <QVBoxLayout>

#include "ui/common/buttons.h"

namespace parley::ui {

Rail::Rail(QWidget *parent) :
    QFrame(parent), m_layout(new QVBoxLayout(this)), m_group(new QButtonGroup(this))
{
    setObjectName(QStringLiteral("rail"));
    m_layout->setContentsMargins(8, 12, 8, 8);
    m_layout->setSpacing(2);
    m_layout->addStretch();
}

void Rail::addPage(const QString &name, const QString &title, const QKeySequence &shortcut,
                   bool atBottom)
{
    auto *button = iconButton(name, title, this, shortcut);
    button->setToolButtonStyle(Qt::ToolButtonTextBesideIcon);
    button->setText(title);
    button->setIconSize({18, 18});
    button->setCheckable(true);
    button->setSizePolicy(QSizePolicy::Expanding, QSizePolicy::Fixed);
    button->setMinimumWidth(fontMetrics().averageCharWidth() * 18);
    m_group->addButton(button);
    // The stretch keeps those at the bottom apart; it is the last but for them.
    if (atBottom)
        m_layout->addWidget(button);
    else
        m_layout->insertWidget(m_layout->count() - 1, button);
    m_buttons.insert(name, button);
    m_titles.insert(name, title);
    connect(button, &QToolButton::clicked, this, [this, name] { Q_EMIT pageChosen(name); });
}

void Rail::setCurrent(const QString &name)
{
    if (auto *button = m_buttons.value(name))
        button->setChecked(true);
}

void Rail::setBadge(const QString &name, int count)
{
    auto *button = m_buttons.value(name);
    if (button == nullptr)
        return;
    const auto title = m_titles.value(name);
    button->setText(count > 0 ? QStringLiteral("%1  %2").arg(title).arg(count) : title);
    button->setAccessibleDescription(count > 0 ? tr("%1 unread").arg(count) : QString());
}

} // namespace parley::ui
