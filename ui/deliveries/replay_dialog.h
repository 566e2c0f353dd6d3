#pragma once

#include <QDialog>
#include <QTimer>

#include "server/client/delivery_client.h"
#include "ui/common/page.h"

class QLabel;
class QProgressBar;
class QPushButton;

namespace parley::ui {

// Sends many deliveries again: says first how many they are and shows the newest of them, then how
// far it is. Closing it while it runs leaves it running. Thread: GUI.
class ReplayDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(ReplayDialog)

public:
    ReplayDialog(const PageContext &context, const client::DeliveryQuery &query, QWidget *parent);

private:
    void takePlan(const Result<client::ReplayInfo> &plan);
    void take(const Result<client::ReplayInfo> &replay);
    void run();
    void stop();

    PageContext m_context;
    client::ReplayInfo m_replay{};
    QLabel *m_text = nullptr;
    QLabel *m_sample = nullptr;
    QLabel *m_problem = nullptr;
    QProgressBar *m_bar = nullptr;
    QPushButton *m_run = nullptr;
    QPushButton *m_stop = nullptr;
    QPushButton *m_close = nullptr;
    QTimer m_progress;
    bool m_isAsking = false; // how far it is; one question at a time
};

} // namespace parley::ui
