#pragma once

#include <QWidget>

class QComboBox;
class QLabel;
class QPlainTextEdit;

namespace parley::ui {

// Code that checks a webhook's signature, to be copied into a program. tests/interop runs each of
// them. Thread: GUI.
class SnippetView final : public QWidget
{
    Q_OBJECT
    Q_DISABLE_COPY_MOVE(SnippetView)

public:
    explicit SnippetView(QWidget *parent);

private:
    void showSnippet();

    QComboBox *m_language = nullptr;
    QLabel *m_about = nullptr;
    QPlainTextEdit *m_code = nullptr;
};

} // namespace parley::ui
