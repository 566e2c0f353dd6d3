#pragma once

#include <QWidget>

#include "server/client/webhook_security.h"

class QCheckBox;
class QLineEdit;

namespace parley::ui {

// One header: name, value, and whether the value is shown again. Thread: GUI.
class HeaderRow final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(HeaderRow)

public:
    explicit HeaderRow(QWidget *parent);

    void setHeader(const client::WebhookHeader &header);
    client::WebhookHeader header() const;
    bool isEmpty() const;

Q_SIGNALS:
    void changed();
    void removeRequested();

private:
    void showSecret();

    QLineEdit *m_name = nullptr;
    QLineEdit *m_value = nullptr;
    QCheckBox *m_secret = nullptr;
    QString m_keptName{}; // of a secret that the broker has; empty: none
};

} // namespace parley::ui
