#pragma once

#include <functional>

#include <QWidget>

#include "server/client/function_info.h"
#include "ui/common/page.h"

class QLabel;
class QPlainTextEdit;
class QPushButton;
class QTabWidget;

namespace parley::ui {

// Runs a function as it stands in its editor, on a message; nothing is published. Shows the answer,
// what it logged, and what it would have published. Thread: GUI.
class FunctionTestPane final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FunctionTestPane)

public:
    //! \param function what is to be run, asked at each run.
    FunctionTestPane(const PageContext &context, std::function<client::FunctionInfo()> function,
                     QWidget *parent);
    void clear(); // for another function

private:
    QWidget *makeBody();
    QWidget *makeResult();
    QPlainTextEdit *output(const QString &name);
    void takeLastMessage();
    void run();
    void showResult(const client::FunctionTrial &trial);

    PageContext m_context;
    std::function<client::FunctionInfo()> m_function;
    QPlainTextEdit *m_body = nullptr;
    QPushButton *m_run = nullptr;
    QLabel *m_problem = nullptr;
    QLabel *m_outcome = nullptr;
    QTabWidget *m_tabs = nullptr;
    QPlainTextEdit *m_answer = nullptr;
    QPlainTextEdit *m_log = nullptr;
    QPlainTextEdit *m_messages = nullptr;
};

//! Each message as "topic: payload", a line between them; long ones are cut.
QString messagesText(const QList<client::FunctionMessage> &messages);

} // namespace parley::ui
