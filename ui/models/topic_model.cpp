#include "ui/models/topic_model.h"

#include <algorithm>

#include "ui/models/text_format.h"

namespace parley::ui {

TopicModel::TopicModel(QObject *parent) : KeyedTableModel(parent) {}

QString TopicModel::key(const client::TopicAddress &address)
{
    return address.nameSpace + QLatin1Char('/') + address.topic;
}

QString TopicModel::keyOf(const TopicRow &row) const
{
    return key(row.info.address);
}

int TopicModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

void TopicModel::setTopics(const QList<client::TopicInfo> &topics, qint64 nowMs)
{
    QHash<QString, TopicRow> known;
    QList<TopicRow> rows;
    for (const auto &info : topics) {
        auto row = m_known.value(key(info.address));
        row.info = info;
        row.in.sample(info.publishedMessages, nowMs);
        row.out.sample(info.deliveredMessages, nowMs);
        known.insert(key(info.address), row);
        rows.append(row);
    }
    m_known = known;
    std::sort(rows.begin(), rows.end(),
              [](const TopicRow &a, const TopicRow &b) { return a.info.address < b.info.address; });
    setRows(rows);
}

bool TopicModel::isBusy() const
{
    constexpr int kCourse = 5; // samples; fewer are no course to look at
    const auto any
        = [this](auto &&what) { return std::any_of(rows().cbegin(), rows().cend(), what); };
    return any([](const TopicRow &row) { return row.in.rate() > 0.0; })
        && any([](const TopicRow &row) { return row.out.rate() > 0.0; })
        && any([](const TopicRow &row) { return row.in.samples().size() >= kCourse; });
}

const TopicRow *TopicModel::find(const client::TopicAddress &address) const
{
    const int place = indexOf(key(address));
    return place < 0 ? nullptr : &row(place);
}

QVariant TopicModel::cell(const TopicRow &row, int column, int role) const
{
    if (role == Qt::TextAlignmentRole && column != Name)
        return QVariant::fromValue(Qt::AlignRight | Qt::AlignVCenter);
    if (role == SamplesRole && column == Course)
        return QVariant::fromValue(row.in.course());
    if (role == Qt::ToolTipRole && column == Name)
        return key(row.info.address);
    if (role == MutedRole)
        return column == In ? row.in.rate() <= 0.0 : column == Out && row.out.rate() <= 0.0;
    if (role != Qt::DisplayRole)
        return {};
    switch (column) {
    case Name:
        return row.info.address.nameSpace == QLatin1String("default") ? row.info.address.topic
                                                                      : key(row.info.address);
    case In: return rateText(row.in.rate());
    case Out: return rateText(row.out.rate());
    case Readers: return countText(row.info.subscribers);
    case Webhooks: return countText(row.info.webhooks);
    default: return {};
    }
}

QVariant TopicModel::title(int column, int role) const
{
    if (role == Qt::ToolTipRole && column == Course)
        return tr("Messages in per second, last minute");
    if (role == Qt::ToolTipRole && column == Webhooks)
        return tr("Webhooks that each message calls");
    if (role != Qt::DisplayRole)
        return {};
    const QString titles[]
        = {tr("Topic"), tr("In/s"), QString(), tr("Out/s"), tr("Readers"), tr("Hooks")};
    return titles[column];
}

} // namespace parley::ui
