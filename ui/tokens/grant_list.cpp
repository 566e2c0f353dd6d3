#include "ui/tokens/grant_list.h"

#include <algorithm>

#include <QCompleter>
#include <QPushButton>
#include <QStringListModel>
#include <QVBoxLayout>

#include "server/types/token.h"
#include "ui/common/buttons.h"
#include "ui/tokens/grant_row.h"

namespace parley::ui {

GrantList::GrantList(QWidget *parent) :
    QWidget(parent), m_topicNames(new QStringListModel(this)),
    m_completer(new QCompleter(m_topicNames, this)), m_layout(new QVBoxLayout),
    m_add(linkButton(tr("+ Add a grant"), this))
{
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_completer->setFilterMode(Qt::MatchContains);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(0, 0, 0, 0);
    layout->addLayout(m_layout);
    layout->addWidget(m_add, 0, Qt::AlignLeft);
    setFocusProxy(m_add); // it is always there
    connect(m_add, &QPushButton::clicked, this, [this] { add({}); });
    setGrants({});
}

void GrantList::setTopicNames(const QStringList &names)
{
    m_topicNames->setStringList(names);
}

void GrantList::add(const client::GrantInfo &grant)
{
    if (m_rows.size() >= qsizetype(Scope::kMaxGrants))
        return;
    auto *row = new GrantRow(m_completer, this);
    row->setGrant(grant);
    m_rows.append(row);
    m_layout->addWidget(row);
    m_add->setEnabled(m_rows.size() < qsizetype(Scope::kMaxGrants));
    connect(row, &GrantRow::changed, this, &GrantList::changed);
    connect(row, &GrantRow::removeRequested, this, [this, row] { remove(row); });
    Q_EMIT changed();
}

void GrantList::remove(GrantRow *row)
{
    m_rows.removeAll(row);
    row->hide(); // at once: it goes when its own signal is over
    row->deleteLater();
    m_add->setEnabled(true);
    Q_EMIT changed();
}

void GrantList::setGrants(const QList<client::GrantInfo> &grants)
{
    const auto before = m_rows;
    for (auto *row : before)
        remove(row);
    for (const auto &grant : grants)
        add(grant);
    if (grants.isEmpty())
        add({});
}

QList<client::GrantInfo> GrantList::grants() const
{
    QList<client::GrantInfo> grants;
    for (const auto *row : m_rows)
        grants.append(row->grant());
    return grants;
}

QList<client::GrantInfo> GrantList::completeGrants() const
{
    QList<client::GrantInfo> grants;
    for (const auto *row : m_rows) {
        if (row->isComplete())
            grants.append(row->grant());
    }
    return grants;
}

bool GrantList::isComplete() const
{
    return std::all_of(m_rows.cbegin(), m_rows.cend(),
                       [](const auto *row) { return row->isComplete(); });
}

bool GrantList::isUntouched() const
{
    const auto written = grants();
    return written.isEmpty()
        || (written.size() == 1 && written.constFirst() == client::GrantInfo());
}

} // namespace parley::ui
