#pragma once

#include <QDialog>

#include "server/client/permission_info.h"
#include "server/client/token_info.h"
#include "ui/common/page.h"

class QComboBox;
class QFormLayout;
class QLabel;
class QLineEdit;
class QPushButton;

namespace parley::ui {

// May this token do that, and why: by which grant, or what the nearest one lacks; on a topic, or on
// an area of administration. The other way round: who may do what with a topic. Thread: GUI.
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
    void addOwnToken(const client::TokenInfo &chosen); // and the one that was chosen
    void addActions();
    bool asksAboutTopic() const; // not about an area of administration
    void askForTokens(const QString &chosen);
    client::PermissionQuery query() const;
    void check();
    void show(const client::PermissionAnswer &answer);
    void askWho();

    PageContext m_context;
    QComboBox *m_token = nullptr;
    QLineEdit *m_secret = nullptr;
    QComboBox *m_action = nullptr;
    QFormLayout *m_question = nullptr;
    QLineEdit *m_nameSpace = nullptr;
    QLineEdit *m_topic = nullptr;
    QLabel *m_verdict = nullptr;
    QLabel *m_reason = nullptr;
    QLineEdit *m_whoseNameSpace = nullptr;
    QLineEdit *m_whoseTopic = nullptr;
    QLabel *m_who = nullptr;
};

//! "ALLOWED"; "By its grant: publish to t", or why not and what the nearest grant lacks.
QString verdictText(const client::PermissionAnswer &answer);
QString reasonText(const client::PermissionAnswer &answer);

} // namespace parley::ui
