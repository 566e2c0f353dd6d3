#pragma once

#include <QDialog>

#include "server/client/admin_client.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace parley::ui {

// Address and admin token of a broker that runs elsewhere; tries them before it closes. The token
// is kept for as long as the window lives, not longer. Thread: GUI.
class ConnectDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ConnectDialog)

public:
    explicit ConnectDialog(QWidget *parent);

Q_SIGNALS:
    void chosen(const parley::client::BrokerAddress &address);

private:
    client::BrokerAddress typed() const;
    void validate();
    void tryIt();

    client::AdminClient m_admin;
    QLineEdit *m_url = nullptr;
    QLineEdit *m_token = nullptr;
    QLabel *m_problem = nullptr;
    QPushButton *m_connect = nullptr;
};

} // namespace parley::ui
