#pragma once

#include "server/client/inspector_info.h"
#include "ui/models/keyed_table_model.h"

namespace parley::ui {

// What arrived at the broker's own endpoint, newest first. Thread: GUI.
class InspectorModel final : public KeyedTableModel<client::InspectorRequest>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InspectorModel)

public:
    enum Column { Time, Method, Target, Size, Answer, ColumnCount };

    explicit InspectorModel(QObject *parent = nullptr) : KeyedTableModel(parent) {}

    //! Requests without an id get one by their time and place.
    void setRequests(QList<client::InspectorRequest> requests);
    int columnCount(const QModelIndex &parent = {}) const override;

protected:
    QString keyOf(const client::InspectorRequest &row) const override { return row.id; }
    QVariant cell(const client::InspectorRequest &row, int column, int role) const override;
    QVariant title(int column, int role) const override;
};

//! "Name: value" lines. \return why they are no headers, a sentence; "" when \p headers has them.
QString headersFrom(const QString &typed, QList<client::InspectorHeader> &headers);
QString typedHeaders(const QList<client::InspectorHeader> &headers);

} // namespace parley::ui
