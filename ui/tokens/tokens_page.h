#pragma once

#include "server/client/token_info.h"
#include "ui/common/page.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QTableView;

namespace parley::ui {

class EmptySwitch;
class TokenDetail;
class TokenFilter;
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
    QComboBox *choice(const QString &name, const QList<QPair<QString, QString>> &entries);
    void take(const Result<client::TokenPage> &page);
    void showTokens();
    const client::TokenInfo *current() const; // null: none
    void showCurrent();
    void openRotate();
    void openGroup();
    void openTester(); // with the chosen token
    void requestRevoke();
    void revokeWithUndo(const QString &id, const QString &label);
    void revokeNow(const QString &id);

    PageContext m_context;
    TokenModel *m_model = nullptr;
    TokenFilter *m_shown = nullptr;
    QList<client::TokenInfo> m_tokens{};
    QTableView *m_table = nullptr;
    QLineEdit *m_filter = nullptr;
    QComboBox *m_states = nullptr;
    QComboBox *m_templates = nullptr;
    QLabel *m_problem = nullptr;
    TokenDetail *m_detail = nullptr;
    EmptySwitch *m_switch = nullptr;
    bool m_loaded = false;
};

} // namespace parley::ui
