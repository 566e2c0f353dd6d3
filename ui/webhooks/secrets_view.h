#pragma once

#include <QWidget>

#include "server/client/webhook_info.h"

namespace parley::ui {

// The secrets of a webhook, the one time that they are shown, and how a program checks with them.
// Thread: GUI.
class SecretsView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SecretsView)

public:
    SecretsView(const client::CreatedWebhook &made, const QString &heading, QWidget *parent);

Q_SIGNALS:
    void done();
};

} // namespace parley::ui
