#pragma once

#include "server/client/token_info.h"
#include "ui/common/page.h"

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QSortFilterProxyModel;
class QTableView;

namespace parley::ui {

class EmptySwitch;
class TokenModel;

// Who may do what: tokens, issued and revoked here. Thread: GUI.
class TokensPage final : public Page
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TokensPage)

public:
    TokensPage(const PageContext &context, QWidget *parent);

    void openIssue();
    bool hasData() const override;
    void refresh() override;

private:
    QWidget *makeList();
    QWidget *makeDetail();
    void take(const Result<QList<client::TokenInfo>> &tokens);
    void showTokens();
    const client::TokenInfo *current() const; // null: none
    void showCurrent();
    void revokeWithUndo();
    void revokeNow(const QString &id);

    PageContext m_context;
    TokenModel *m_model = nullptr;
    QSortFilterProxyModel *m_shown = nullptr;
    QList<client::TokenInfo> m_tokens{};
    QTableView *m_table = nullptr;
    QLineEdit *m_filter = nullptr;
    QCheckBox *m_ended = nullptr;
    QLabel *m_problem = nullptr;
    QLabel *m_detailTitle = nullptr;
    QLabel *m_detailText = nullptr;
    QPushButton *m_revoke = nullptr;
    EmptySwitch *m_switch = nullptr;
    bool m_loaded = false;
};

} // namespace parley::ui
