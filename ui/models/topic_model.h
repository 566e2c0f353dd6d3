#pragma once

#include "server/client/topic_info.h"
#include "ui/models/keyed_table_model.h"
#include "ui/models/rate_tracker.h"

namespace parley::ui {

struct TopicRow {
    client::TopicInfo info{};
    RateTracker in{};
    RateTracker out{};
};

// Topics with their rates, sorted by name; the names of one namespace read without it.
// Thread: GUI. Rates need a refresh about once a second.
class TopicModel final : public KeyedTableModel<TopicRow>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TopicModel)

public:
    enum Column { Name, In, Course, Out, Readers, Webhooks, ColumnCount };

    //! Whether there is something to see: messages in and out, and a course of some seconds.
    bool isBusy() const;

    explicit TopicModel(QObject *parent = nullptr);

    //! \param nowMs of a monotonic clock.
    void setTopics(const QList<client::TopicInfo> &topics, qint64 nowMs);
    const TopicRow *find(const client::TopicAddress &address) const; // null: no such topic
    static QString key(const client::TopicAddress &address);

    int columnCount(const QModelIndex &parent = {}) const override;

protected:
    QString keyOf(const TopicRow &row) const override;
    QVariant cell(const TopicRow &row, int column, int role) const override;
    QVariant title(int column, int role) const override;

private:
    QHash<QString, TopicRow> m_known{}; // the rates go on while a row is hidden
};

} // namespace parley::ui
