#pragma once

#include "server/client/attempt_info.h"
#include "ui/models/keyed_table_model.h"

namespace parley::ui {

// The attempts of one delivery, oldest first. Thread: GUI.
class AttemptModel final : public KeyedTableModel<client::AttemptInfo>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(AttemptModel)

public:
    enum Column { Number, Started, Outcome, Took, Decision, ColumnCount };

    explicit AttemptModel(QObject *parent = nullptr);

    static QString outcomeText(const client::AttemptInfo &attempt); // "503 Service down", "timeout"
    int columnCount(const QModelIndex &parent = {}) const override;

protected:
    QString keyOf(const client::AttemptInfo &row) const override;
    QVariant cell(const client::AttemptInfo &row, int column, int role) const override;
    QVariant title(int column, int role) const override;
};

} // namespace parley::ui
