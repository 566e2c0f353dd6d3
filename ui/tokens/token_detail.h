#pragma once

#include <QFrame>

#include "server/client/token_info.h"

class QLabel;
class QPushButton;

namespace parley::ui {

class ActGuard;
class TokenModel;

// All that is known of one token, and what can be done with it. Thread: GUI.
class TokenDetail final : public QFrame
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(TokenDetail)

public:
    //! Both borrowed: names say who issued it.
    TokenDetail(const TokenModel &names, ActGuard &guard, QWidget *parent);

    void setToken(const client::TokenInfo *token); // null: none is chosen

Q_SIGNALS:
    void testRequested();
    void rotateRequested();
    void groupRequested();
    void revokeRequested();

private:
    QString factsText(const client::TokenInfo &token) const;

    const TokenModel &m_names;
    QLabel *m_title = nullptr;
    QLabel *m_can = nullptr;
    QLabel *m_facts = nullptr;
    QLabel *m_warnings = nullptr;
    QPushButton *m_test = nullptr;
    QPushButton *m_rotate = nullptr;
    QPushButton *m_group = nullptr;
    QPushButton *m_revoke = nullptr;
};

} // namespace parley::ui
