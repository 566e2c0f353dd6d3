#pragma once

#include "server/client/audit_info.h"
#include "ui/models/recent_table_model.h"

namespace parley::ui {

// Administrative acts, newest first, live. Thread: GUI.
class AuditModel final : public RecentTableModel<client::AuditInfo>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AuditModel)

public:
    enum Column { Time, Action, Object, Actor, Detail, ColumnCount };

    explicit AuditModel(QObject *parent = nullptr);
    int columnCount(const QModelIndex &parent = {}) const override;

protected:
    QString keyOf(const client::AuditInfo &row) const override;
    QVariant cell(const client::AuditInfo &row, int column, int role) const override;
    QVariant title(int column, int role) const override;
};

} // namespace parley::ui
