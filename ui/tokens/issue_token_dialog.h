#pragma once

#include <QDialog>
#include <QList>

#include "server/client/template_info.h"
#include "server/client/token_info.h"
#include "server/client/token_request.h"
#include "ui/common/page.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QStackedWidget;

namespace parley::ui {

class AdminAreasEditor;
class ExpiryField;
class GrantList;
class TemplateChoice;
class TemplateFields;
class TokenOptions;

// A token being written, with what it can and cannot do beside it; then its secret, once.
// Thread: GUI.
class IssueTokenDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(IssueTokenDialog)

public:
    //! \param templateName chosen to begin with; "": none.
    IssueTokenDialog(const PageContext &context, const QString &templateName, QWidget *parent);

Q_SIGNALS:
    void tokenIssued();

private:
    QWidget *makeForm();
    QWidget *makePreview();
    QWidget *makeGrants();
    client::TokenRequest request() const;
    bool isDisposable() const;
    QString problemOf(const client::TokenRequest &wanted) const;
    void askForTopics();
    void askForTemplates(const QString &chosen);
    const client::TemplateInfo *chosenTemplate() const; // null: none
    void showTemplate();
    void preview();
    void issue();
    void showSecret(const client::IssuedToken &issued);

    PageContext m_context;
    QStackedWidget *m_steps = nullptr;
    QComboBox *m_template = nullptr;
    QList<client::TemplateInfo> m_templates{};
    TemplateFields *m_variables = nullptr;
    QWidget *m_freely = nullptr; // what is chosen without a template
    QLineEdit *m_label = nullptr;
    QLineEdit *m_publisher = nullptr;
    QComboBox *m_kind = nullptr;
    ExpiryField *m_expiry = nullptr;
    AdminAreasEditor *m_admin = nullptr;
    TemplateChoice *m_issues = nullptr;
    TokenOptions *m_options = nullptr;
    GrantList *m_grants = nullptr;
    QList<client::TopicAddress> m_topics{};
    QLabel *m_can = nullptr;
    QLabel *m_cannot = nullptr;
    QLabel *m_ends = nullptr;
    QLabel *m_problem = nullptr;
    QPushButton *m_issue = nullptr;
};

} // namespace parley::ui
