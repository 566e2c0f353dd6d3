#include "ui/tokens/grant_list.h"

#include <algorithm>

#include <QCompleter>
#include <QStringListModel>

#include "server/types/token.h"
#include "ui/tokens/grant_row.h"

namespace parley::ui {

GrantList::GrantList(QWidget *parent) :
    RowList(tr("+ Add a grant"), Scope::kMaxGrants, parent),
    m_topicNames(new QStringListModel(this)), m_completer(new QCompleter(m_topicNames, this))
{
    m_completer->setCaseSensitivity(Qt::CaseInsensitive);
    m_completer->setFilterMode(Qt::MatchContains);
    setGrants({});
}

void GrantList::setTopicNames(const QStringList &names)
{
    m_topicNames->setStringList(names);
}

void GrantList::addEmpty()
{
    add({});
}

void GrantList::add(const client::GrantInfo &grant)
{
    if (rows().size() >= qsizetype(Scope::kMaxGrants))
        return;
    auto *row = new GrantRow(m_completer, this);
    row->setGrant(grant);
    append(row);
}

void GrantList::setGrants(const QList<client::GrantInfo> &grants)
{
    clear();
    for (const auto &grant : grants)
        add(grant);
    if (grants.isEmpty())
        add({});
}

QList<client::GrantInfo> GrantList::grants() const
{
    QList<client::GrantInfo> grants;
    for (const auto *row : rows())
        grants.append(row->grant());
    return grants;
}

QList<client::GrantInfo> GrantList::completeGrants() const
{
    QList<client::GrantInfo> grants;
    for (const auto *row : rows()) {
        if (row->isComplete())
            grants.append(row->grant());
    }
    return grants;
}

bool GrantList::isComplete() const
{
    return std::all_of(rows().cbegin(), rows().cend(),
                       [](const auto *row) { return row->isComplete(); });
}

bool GrantList::isUntouched() const
{
    const auto written = grants();
    return written.isEmpty()
        || (written.size() == 1 && written.constFirst() == client::GrantInfo());
}

} // namespace parley::ui
