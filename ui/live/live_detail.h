#pragma once

#include <QWidget>

#include "server/client/topic_address.h"
#include "ui/common/page.h"
#include "ui/views/log_row.h"

class QLabel;
class QPushButton;

namespace parley::ui {

class ElidedLabel;
class PayloadView;

// One message of the live log in full: what is known about it, and its payload. Thread: GUI.
class LiveDetail final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(LiveDetail)

public:
    LiveDetail(const PageContext &context, QWidget *parent);
    void setRow(const LogRowView &row); // copies what it shows
    void setWrapped(bool wrapped);

private:
    void copyAsCurl();

    PageContext m_context;
    client::TopicAddress m_address{};
    bool m_binary = false;
    ElidedLabel *m_title = nullptr;
    QLabel *m_facts = nullptr;
    QPushButton *m_topic = nullptr;
    QPushButton *m_copy = nullptr;
    PayloadView *m_payload = nullptr;
};

} // namespace parley::ui
