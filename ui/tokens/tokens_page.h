#pragma once

#include "server/client/access_client.h"
#include "ui/common/page.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QTabBar;
class QTableView;

namespace parley::ui {

class EmptySwitch;
class TemplatesView;
class TokenDetail;
class TokenFilter;
class TokenModel;

// Who may do what: tokens, issued and revoked here, and the templates that they are issued from.
// Thread: GUI.
class TokensPage final : public Page
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TokensPage)

public:
    TokensPage(const PageContext &context, QWidget *parent);

    void openIssue() { openIssueFrom({}); }
    bool hasData() const override;
    void refresh() override;

private:
    QWidget *makeHeader();
    QWidget *makeViews();
    QWidget *makeList();
    QComboBox *choice(const QString &name, const QList<QPair<QString, QString>> &entries);
    void take(const Result<client::TokenPage> &page);
    void showTokens();
    const client::TokenInfo *current() const; // null: none
    void showCurrent();
    void openIssueFrom(const QString &templateName);
    void openRotate();
    void openGroup();
    void openTester(); // with the chosen token
    void requestRevoke();
    void revokeWithUndo(const QString &id, const QString &label);
    void revokeNow(const QString &id);
    void revokeGroupWithUndo(const client::TokenGroup &group, const QString &name,
                             const QStringList &ids);
    void revokeGroupNow(const client::TokenGroup &group, const QStringList &ids);
    void setHidden(const QStringList &ids, bool hidden);

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
    QTabBar *m_views = nullptr;
    QWidget *m_tokenActs = nullptr; // of the header, one for each view
    QWidget *m_templateActs = nullptr;
    TemplatesView *m_templateView = nullptr;
    EmptySwitch *m_switch = nullptr;
    bool m_loaded = false;
};

} // namespace parley::ui
