#pragma once

#include <QDialog>

#include "server/client/admin_client.h"
#include "ui/chat/room_access.h"

class QLabel;
class QLineEdit;
class QPushButton;

namespace parley::ui {

// Joins a room with a token that somebody gave. Thread: GUI.
class JoinDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(JoinDialog)

public:
    JoinDialog(const QUrl &broker, QWidget *parent);

Q_SIGNALS:
    void joined(const parley::ui::RoomAccess &access);

private:
    void join();

    client::AdminClient m_admin;
    QLineEdit *m_address = nullptr;
    QLineEdit *m_token = nullptr;
    QLabel *m_problem = nullptr;
    QPushButton *m_join = nullptr;
};

} // namespace parley::ui
