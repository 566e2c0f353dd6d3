#pragma once

#include "server/client/subscriber_info.h"
#include "ui/models/keyed_table_model.h"

namespace parley::ui {

// Who reads one topic now. Thread: GUI.
class SubscriberModel final : public KeyedTableModel<client::SubscriberInfo>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SubscriberModel)

public:
    enum Column { Who, Transport, Address, Since, Lag, ColumnCount };

    explicit SubscriberModel(QObject *parent = nullptr);
    int columnCount(const QModelIndex &parent = {}) const override;

protected:
    QString keyOf(const client::SubscriberInfo &row) const override;
    QVariant cell(const client::SubscriberInfo &row, int column, int role) const override;
    QVariant title(int column, int role) const override;
};

} // namespace parley::ui
