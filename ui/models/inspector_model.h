#pragma once

#include "server/client/inspector_info.h"
#include "ui/models/keyed_table_model.h"

namespace parley::ui {

// What arrived at the broker's own endpoint, newest first. Thread: GUI.
class InspectorModel final : public KeyedTableModel<client::InspectedRequestInfo>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(InspectorModel)

public:
    enum Column { Time, Method, Target, Size, Answer, ColumnCount };

    explicit InspectorModel(QObject *parent = nullptr) : KeyedTableModel(parent) {}

    int columnCount(const QModelIndex &parent = {}) const override;

protected:
    QString keyOf(const client::InspectedRequestInfo &row) const override
    {
        return QString::number(row.id);
    }
    QVariant cell(const client::InspectedRequestInfo &row, int column, int role) const override;
    QVariant title(int column, int role) const override;
};

//! "Name: value" lines. \return why they are no headers, a sentence; "" when \p headers has them.
QString headersFrom(const QString &typed, client::HeaderList &headers);
QString typedHeaders(const client::HeaderList &headers);

//! How \p request began: its first line and its headers.
QString headText(const client::InspectedRequestInfo &request);

} // namespace parley::ui
