#pragma once

#include <QWidget>

#include "server/client/function_info.h"
#include "server/client/token_info.h"

class QComboBox;
class QLabel;
class QLineEdit;
class QSpinBox;

namespace parley::ui {

class CodeEditor;

// A function being written: its name, whose rights it has, its bounds, its code. Thread: GUI.
class FunctionForm final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(FunctionForm)

public:
    explicit FunctionForm(QWidget *parent);

    //! Active tokens to choose from.
    void setTokens(const QList<client::TokenInfo> &tokens);
    void setFunction(const client::FunctionInfo &function, bool isNew);
    client::FunctionInfo function() const;
    QString problem() const; // a sentence; "" when it can be saved
    void goToCode();

Q_SIGNALS:
    void edited();

private:
    QWidget *makeFields();

    QLineEdit *m_name = nullptr;
    QComboBox *m_token = nullptr;
    QSpinBox *m_milliseconds = nullptr;
    QSpinBox *m_megabytes = nullptr;
    CodeEditor *m_code = nullptr;
    bool m_isNew = true;
};

//! A function to begin with.
client::FunctionInfo exampleFunction();

//! Why \p name cannot be a function's; "" when it can.
QString functionNameProblem(const QString &name);

} // namespace parley::ui
