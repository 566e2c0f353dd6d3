#pragma once

#include <QDialog>

#include "server/client/permission_info.h"
#include "server/client/token_info.h"
#include "ui/common/page.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QPushButton;

namespace parley::ui {

// May this token do that, and why: by which grant, or what the nearest one lacks. The other way
// round: who may do what with a topic. Thread: GUI.
class PermissionTester final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PermissionTester)

public:
    //! \param token to begin with; one without an id: the window's own.
    PermissionTester(const PageContext &context, const client::TokenInfo &token, QWidget *parent);

private:
    QWidget *makeQuestion(const client::TokenInfo &token);
    QWidget *makeReverse();
    void askForTokens(const QString &chosen);
    client::PermissionQuery query() const;
    void check();
    void show(const client::PermissionAnswer &answer);
    void askWho();

    PageContext m_context;
    QComboBox *m_token = nullptr;
    QLineEdit *m_secret = nullptr;
    QComboBox *m_action = nullptr;
    QLineEdit *m_nameSpace = nullptr;
    QLineEdit *m_topic = nullptr;
    QLabel *m_verdict = nullptr;
    QLabel *m_reason = nullptr;
    QLineEdit *m_whoseNameSpace = nullptr;
    QLineEdit *m_whoseTopic = nullptr;
    QLabel *m_who = nullptr;
};

//! "ALLOWED by its grant: publish t", or the sentence of a denial and what the nearest grant lacks.
QString verdictText(const client::PermissionAnswer &answer);
QString reasonText(const client::PermissionAnswer &answer);

} // namespace parley::ui
