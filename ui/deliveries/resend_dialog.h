#pragma once

#include <QDialog>

#include "server/client/delivery_info.h"
#include "ui/common/page.h"

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace parley::ui {

// Edits the body of a delivery and sends it as a new one. Thread: GUI.
class ResendDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ResendDialog)

public:
    ResendDialog(const PageContext &context, const QString &deliveryId, const QByteArray &body,
                 QWidget *parent);

Q_SIGNALS:
    void resent(const QString &newId);

private:
    void judge();
    void send();

    PageContext m_context;
    QString m_deliveryId;
    QPlainTextEdit *m_body = nullptr;
    QLabel *m_note = nullptr;
    QLabel *m_problem = nullptr;
    QPushButton *m_send = nullptr;
};

} // namespace parley::ui
