#pragma once

#include "server/client/item.h"
#include "ui/models/keyed_table_model.h"

namespace parley::ui {

// The last messages of one topic, newest first, for a look; the live log is elsewhere.
// Thread: GUI.
class MessageModel final : public KeyedTableModel<client::Item>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(MessageModel)

public:
    enum Column { Time, Place, Publisher, Payload, ColumnCount };
    static constexpr int kMaxRows = 200;

    explicit MessageModel(QObject *parent = nullptr);

    void setItems(const QList<client::Item> &oldestFirst);
    int columnCount(const QModelIndex &parent = {}) const override;

protected:
    QString keyOf(const client::Item &row) const override;
    QVariant cell(const client::Item &row, int column, int role) const override;
    QVariant title(int column, int role) const override;
};

} // namespace parley::ui
