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
    enum Column { Time, Action, Outcome, Object, Actor, Detail, ColumnCount };

    explicit AuditModel(QObject *parent = nullptr);
    int columnCount(const QModelIndex &parent = {}) const override;

    //! What people call the tokens and webhooks that acts speak of, by id.
    void setNames(const QHash<QString, QString> &names);

    //! Whether a row of it would have \p text in one of its columns, in any case.
    bool hasText(const client::AuditInfo &act, const QString &text) const;

    //! "refused ×12", "done".
    static QString outcomeText(const client::AuditInfo &act);

protected:
    QString keyOf(const client::AuditInfo &row) const override;
    QVariant cell(const client::AuditInfo &row, int column, int role) const override;
    QVariant title(int column, int role) const override;

private:
    QHash<QString, QString> m_names{};
};

} // namespace parley::ui
