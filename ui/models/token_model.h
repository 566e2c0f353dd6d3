#pragma once

#include "server/client/token_info.h"
#include "ui/models/keyed_table_model.h"

namespace parley::ui {

// Tokens as issued, newest first. Thread: GUI.
class TokenModel final : public KeyedTableModel<client::TokenInfo>
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TokenModel)

public:
    enum Column { Label, State, Allows, Expires, Publisher, Created, ColumnCount };

    explicit TokenModel(QObject *parent = nullptr);

    void setTokens(QList<client::TokenInfo> tokens);
    int columnCount(const QModelIndex &parent = {}) const override;

    static QString grantText(const client::GrantInfo &grant); // "publish friends-publish"
    static QString scopeText(const client::TokenInfo &token); // all grants in one line

protected:
    QString keyOf(const client::TokenInfo &row) const override;
    QVariant cell(const client::TokenInfo &row, int column, int role) const override;
    QVariant title(int column, int role) const override;
};

} // namespace parley::ui
