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
    enum Column {
        Label,
        Kind,
        State,
        Allows,
        LastUsed,
        Live,
        From,
        Expires,
        Warnings,
        ColumnCount
    };

    explicit TokenModel(QObject *parent = nullptr);

    void setTokens(QList<client::TokenInfo> tokens);
    int columnCount(const QModelIndex &parent = {}) const override;

    //! Who issued it and by which template: "Shop backend via chat-member".
    QString originText(const client::TokenInfo &token) const;

protected:
    QString keyOf(const client::TokenInfo &row) const override;
    QVariant cell(const client::TokenInfo &row, int column, int role) const override;
    QVariant title(int column, int role) const override;

private:
    static QString warningsText(const client::TokenInfo &token);
    QVariant toolTip(const client::TokenInfo &token, int column, const QDateTime &now) const;

    QHash<QString, QString> m_labels{}; // of all tokens, by id
};

} // namespace parley::ui
