#include "ui/settings/profiles_card.h"

#include <algorithm>

#include <QHBoxLayout>
#include <QListWidget>
#include <QPushButton>
#include <QVBoxLayout>

#include "ui/common/labels.h"
#include "ui/settings/profile_list.h"

namespace parley::ui {

ProfilesCard::ProfilesCard(const ProfileList &profiles, QWidget *parent) :
    QFrame(parent), m_profiles(profiles), m_list(new QListWidget(this)),
    m_open(new QPushButton(tr("Open"), this)), m_change(new QPushButton(tr("Change…"), this)),
    m_remove(new QPushButton(tr("Remove"), this))
{
    setProperty("card", true);
    m_list->setAccessibleName(tr("Connections"));
    m_list->setTextElideMode(Qt::ElideMiddle);
    m_list->setHorizontalScrollBarPolicy(Qt::ScrollBarAlwaysOff);
    m_list->setMaximumHeight(fontMetrics().lineSpacing() * 9);
    auto *add = new QPushButton(tr("Add…"), this);
    auto *buttons = new QHBoxLayout;
    for (auto *button : {m_open, add, m_change, m_remove})
        buttons->addWidget(button);
    buttons->addStretch();
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(18, 14, 18, 14);
    layout->addWidget(headingLabel(tr("Connections"), this, 2));
    if (!profiles.notice().isEmpty())
        layout->addWidget(mutedLabel(profiles.notice(), this));
    layout->addWidget(m_list);
    layout->addLayout(buttons);
    connect(&profiles, &ProfileList::changed, this, &ProfilesCard::fill);
    connect(m_list, &QListWidget::currentRowChanged, this, &ProfilesCard::enableButtons);
    connect(m_list, &QListWidget::itemActivated, this,
            [this] { Q_EMIT openRequested(currentId()); });
    connect(add, &QPushButton::clicked, this, &ProfilesCard::addRequested);
    connect(m_open, &QPushButton::clicked, this, [this] { Q_EMIT openRequested(currentId()); });
    connect(m_change, &QPushButton::clicked, this, [this] { Q_EMIT changeRequested(currentId()); });
    connect(m_remove, &QPushButton::clicked, this, [this] { Q_EMIT removeRequested(currentId()); });
    fill();
}

QString ProfilesCard::currentId() const
{
    const auto *item = m_list->currentItem();
    return item == nullptr ? QString() : item->data(Qt::UserRole).toString();
}

// First the broker of this program, which is always there: its id is empty.
void ProfilesCard::fill()
{
    const int row = std::max(m_list->currentRow(), 0);
    m_list->clear();
    m_list->addItem(tr("Broker of this program"));
    for (const auto &profile : m_profiles.all()) {
        QString text = tr("%1 — %2").arg(profile.name, profile.url.authority());
        if (profile.readOnly)
            text += tr(", read-only");
        if (profile.production)
            text += tr(", production");
        auto *item = new QListWidgetItem(text, m_list);
        item->setData(Qt::UserRole, profile.id);
        item->setToolTip(profile.url.authority());
    }
    m_list->setCurrentRow(std::min(row, m_list->count() - 1));
    enableButtons();
}

void ProfilesCard::enableButtons()
{
    m_change->setEnabled(!currentId().isEmpty());
    m_remove->setEnabled(!currentId().isEmpty());
}

} // namespace parley::ui
