#pragma once

#include <QDialog>

#include "server/client/topic_address.h"
#include "ui/common/page.h"

class QButtonGroup;
class QLabel;
class QLineEdit;
class QPushButton;

namespace parley::ui {

// Name and durability of a topic to make. Thread: GUI.
class NewTopicDialog final : public QDialog
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(NewTopicDialog)

public:
    NewTopicDialog(const PageContext &context, QWidget *parent);

Q_SIGNALS:
    void topicMade(const parley::client::TopicAddress &address);

private:
    QWidget *makeChoices();
    void validate();
    void make();

    PageContext m_context;
    QLineEdit *m_name = nullptr;
    QLineEdit *m_nameSpace = nullptr;
    QButtonGroup *m_durability = nullptr;
    QLabel *m_problem = nullptr;
    QPushButton *m_make = nullptr;
};

} // namespace parley::ui
