#pragma once

#include <QWidget>

#include "server/client/topic_info.h"
#include "ui/common/page.h"
#include "ui/topics/payload_format.h"

class QComboBox;
class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace parley::ui {

// Publishes to one topic, after telling whom it will reach. Thread: GUI.
class PublishForm final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(PublishForm)

public:
    PublishForm(const PageContext &context, QWidget *parent);
    void setTopic(const client::TopicInfo &info); // also when its figures changed

Q_SIGNALS:
    void published();

protected:
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    PayloadFormat format() const;
    void validate();
    void publish();
    void copyAsCurl();

    PageContext m_context;
    client::TopicInfo m_topic{};
    QPlainTextEdit *m_text = nullptr;
    QComboBox *m_format = nullptr;
    QLabel *m_reach = nullptr;
    QLabel *m_outcome = nullptr;
    QLabel *m_problem = nullptr;
    QPushButton *m_publish = nullptr;
};

} // namespace parley::ui
