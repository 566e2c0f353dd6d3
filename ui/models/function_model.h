#pragma once

#include "server/client/function_info.h"
#include "ui/models/keyed_table_model.h"

namespace parley::ui {

// What webhooks can call here: what people made first, then what comes with Parley. Thread: GUI.
class FunctionModel final : public KeyedTableModel<client::FunctionInfo>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FunctionModel)

public:
    enum Column { Name, Kind, CalledBy, ColumnCount };

    explicit FunctionModel(QObject *parent = nullptr) : KeyedTableModel(parent) {}

    void setFunctions(QList<client::FunctionInfo> functions);
    void setCallers(const QHash<QString, int> &callers); // webhooks by the name they call
    int callers(const QString &name) const { return m_callers.value(name); }
    void setChanged(const QStringList &names); // not saved yet
    int columnCount(const QModelIndex &parent = {}) const override;

protected:
    QString keyOf(const client::FunctionInfo &row) const override { return row.name; }
    QVariant cell(const client::FunctionInfo &row, int column, int role) const override;
    QVariant title(int column, int role) const override;

private:
    void showAgain();

    QHash<QString, int> m_callers{};
    QStringList m_changed{};
};

//! What a function that comes with Parley does, a sentence.
QString builtInText(const QString &name);

} // namespace parley::ui
